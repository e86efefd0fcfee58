import { z } from 'zod';
import { bounceSchema } from '../src/connectors/bounces.ts';
import { entryInputSchema, withdrawInputSchema } from '../src/journal/entry.ts';

const request = z.object({ entries: z.array(z.union([entryInputSchema, withdrawInputSchema])).max(500) });
const bounces = z.object({ bounces: z.array(bounceSchema).max(100) });
const bounceResults = z.object({
  results: z.array(
    z.object({
      messageId: z.string().nullable(),
      status: z.enum(['recorded', 'noted', 'duplicate', 'not-found', 'refused']),
      code: z.string().optional(),
      field: z.string().optional(),
    }),
  ),
});
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

const SIGNATURE = [
  header('webhook-id', 'unique for each request; the same for its repetitions'),
  header('webhook-timestamp', 'seconds since 1970, within five minutes of the server’s clock'),
  header('webhook-signature', 'v1,<base64 HMAC-SHA256 of `id.timestamp.body` with INGEST_SECRET>'),
];
const inJson = (schema: string) => ({ 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } });

/** A signed POST with a list, answered by a list of results. */
const signed = (
  about: { operationId: string; summary: string; description: string },
  list: string,
  answer: string,
) => ({
  post: {
    ...about,
    parameters: SIGNATURE,
    requestBody: { required: true, content: inJson(list) },
    responses: {
      200: { description: 'One result for each, in order; single ones may be refused', content: inJson(answer) },
      400: refused('The body is not JSON in UTF-8'),
      401: refused('The signature or its time is wrong'),
      409: refused('This webhook-id was used with another body'),
      413: refused('The body or its list is too large'),
      422: refused('The body has no such list'),
      503: refused('INGEST_SECRET is not set: the API is off'),
    },
  },
});

/** The API's description, OpenAPI 3.1; the schemas are those that requests are checked by. */
export function openApi(publicUrl: string): unknown {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Vestnik',
      version: '1',
      description:
        'Journal entries from other systems, and letters that came back. Requests are signed by the Standard Webhooks scheme.',
    },
    servers: [{ url: publicUrl }],
    paths: {
      '/api/v1/entries': signed(
        {
          operationId: 'recordEntries',
          summary: 'Record, correct or withdraw up to 500 journal entries',
          description:
            'A known webhook-id returns its stored results. An entry without a key gets `webhook-id#index` as its key.',
        },
        'Entries',
        'Results',
      ),
      '/api/v1/bounces': signed(
        {
          operationId: 'reportBounces',
          summary: 'Tell of up to 100 letters that came back after they were accepted',
          description:
            'A known webhook-id returns its stored results. A permanent bounce gives the mailbox up and reopens what the letter had proven; a temporary one changes nothing. What is not known is answered not-found.',
        },
        'Bounces',
        'BounceResults',
      ),
    },
    components: {
      schemas: {
        Entries: schemaOf(request),
        Results: schemaOf(results),
        Bounces: schemaOf(bounces),
        BounceResults: schemaOf(bounceResults),
        Problem: schemaOf(problem),
      },
    },
  };
}
