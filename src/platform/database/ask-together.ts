/** Questions of many readers at one moment, asked by one statement: what is dear is the way there and back, not the answer. */

interface Waiting<Q, A> {
  question: Q;
  resolve(answer: A): void;
  reject(error: unknown): void;
}

const MOST = 100;
const UNDER_WAY = 2;

/**
 * A question that comes while nothing is under way is asked at once; those that come meanwhile are asked together, by a
 * statement that begins after each of them came. So no answer is older than its question.
 * @param ask answers in the order of the questions
 */
export function askTogether<Q, A>(ask: (questions: Q[]) => Promise<A[]>): (question: Q) => Promise<A> {
  const waiting: Waiting<Q, A>[] = [];
  let underWay = 0;

  async function askNext(): Promise<void> {
    const group = waiting.splice(0, MOST);
    underWay += 1;
    try {
      const answers = await ask(group.map(({ question }) => question));
      for (const [nth, { resolve }] of group.entries()) resolve(answers[nth] as A);
    } catch (error) {
      for (const { reject } of group) reject(error);
    } finally {
      underWay -= 1;
      if (waiting.length > 0) void askNext();
    }
  }

  return (question) =>
    new Promise((resolve, reject) => {
      waiting.push({ question, resolve, reject });
      if (underWay < UNDER_WAY) void askNext();
    });
}

/** One such gathering for each database of this process. */
export function perDatabase<D extends object, Q, A>(
  ask: (db: D, questions: Q[]) => Promise<A[]>,
): (db: D, question: Q) => Promise<A> {
  const gathering = remembering((db: D) => askTogether((questions: Q[]) => ask(db, questions)));
  return (db, question) => gathering(db)(question);
}

/** Something of its own for each database of this process. */
export function remembering<D extends object, T>(make: (db: D) => T): (db: D) => T {
  const made = new WeakMap<D, T>();
  return (db) => {
    const known = made.get(db);
    if (known !== undefined) return known;
    const fresh = make(db);
    made.set(db, fresh);
    return fresh;
  };
}
