import type { ChildHomework } from '../../src/journal/read/child-day.ts';

/** Where a file of the child's homework is. */
export type FileAddress = (id: string) => string;

export function Files({ homework, file }: { homework: ChildHomework; file: FileAddress }) {
  return (
    <>
      {homework.files.map(({ id, name }) => (
        <>
          {' '}
          <a href={file(id)}>{name}</a>
        </>
      ))}
    </>
  );
}
