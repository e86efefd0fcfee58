import { z } from 'zod';
import { entryInputSchema, withdrawInputSchema } from '../src/journal/entry.ts';

const request = z.object({ entries: z.array(z.union([entryInputSchema, withdrawInputSchema])).max(500) });
const results = z.object({
  results: z.array(
    z.object({
      key: z.string().nullable(),
      status: z.enum(['recorded', 'corrected', 'withdrawn', 'duplicate', 'refused']),
      code: z.string().optional(),
      field: z.string().optional(),
    }),
  ),
});
const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().optional(),
  instance: z.string().optional(),
});

const schemaOf = (schema: z.ZodType) => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return rest;
};
const header = (name: string, description: string) => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: { type: 'string' },
});
const refused = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

/** The API's description, OpenAPI 3.1; the schemas are those that the journal itself checks by. */
export function openApi(publicUrl: string): unknown {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Vestnik',
      version: '1',
      description: 'Journal entries from other systems. Requests are signed by the Standard Webhooks scheme.',
    },
    servers: [{ url: publicUrl }],
    paths: {
      '/api/v1/entries': {
        post: {
          operationId: 'recordEntries',
          summary: 'Record, correct or withdraw up to 500 journal entries',
          description:
            'A known webhook-id returns its stored results. An entry without a key gets `webhook-id#index` as its key.',
          parameters: [
            header('webhook-id', 'unique for each request; the same for its repetitions'),
            header('webhook-timestamp', 'seconds since 1970, within five minutes of the server’s clock'),
            header('webhook-signature', 'v1,<base64 HMAC-SHA256 of `id.timestamp.body` with INGEST_SECRET>'),
          ],
          requestBody: {
            required: true,
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Entries' } } },
          },
          responses: {
            200: {
              description: 'One result for each entry, in order; single entries may be refused',
              content: { 'application/json': { schema: { $ref: '#/components/schemas/Results' } } },
            },
            400: refused('The body is not what this document describes'),
            401: refused('The signature or its time is wrong'),
            409: refused('This webhook-id was used with another body'),
            413: refused('The body is too large'),
            422: refused('The body has no list of entries'),
            503: refused('INGEST_SECRET is not set: the API is off'),
          },
        },
      },
    },
    components: {
      schemas: { Entries: schemaOf(request), Results: schemaOf(results), Problem: schemaOf(problem) },
    },
  };
}
