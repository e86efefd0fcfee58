/** What a database error says, the same on both databases: details differ between them, the SQLSTATE does not. */

interface DriverError {
  /** the SQLSTATE */
  originalCode?: string;
  kind?: string;
}

/** The SQLSTATE behind an error of the client, if the database itself answered. */
export function sqlState(error: unknown): string | undefined {
  return driverError(error)?.originalCode;
}

export function isUniqueViolation(error: unknown): boolean {
  return sqlState(error) === '23505';
}

/** PostgreSQL 18 has a code of its own for ON DELETE RESTRICT, older versions have not. */
export function isForeignKeyViolation(error: unknown): boolean {
  const state = sqlState(error);
  return state === '23503' || state === '23001';
}

/** The connection was lost or could not be made; whether the last statement took effect is not known. */
export function isConnectionLost(error: unknown): boolean {
  const { originalCode: state = '', kind = '' } = driverError(error) ?? {};
  return (
    ['ConnectionClosed', 'DatabaseNotReachable', 'SocketTimeout'].includes(kind) ||
    // connection exceptions; ended by an administrator; crashed; not yet up
    /^08|^57P0[1-3]$/.test(state) ||
    /Connection terminated|server closed the connection/.test((error as Error | null)?.message ?? '')
  );
}

function driverError(error: unknown): DriverError | undefined {
  const { meta, cause } = (error ?? {}) as {
    meta?: { driverAdapterError?: { cause?: DriverError } };
    cause?: DriverError;
  };
  // an error of COMMIT comes as the driver's own, all others wrapped by the client
  return meta?.driverAdapterError?.cause ?? cause;
}
