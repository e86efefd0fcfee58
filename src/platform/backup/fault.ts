/**
 * Why a backup cannot be restored. `foreign`: not our file; `cut`: its end is missing; `altered`: it is not as it was written;
 * `newer`: made by a version whose migrations are unknown here; `occupied`: the database holds a school already;
 * `otherKind`: that school is a demo or a rehearsal and the backup's is not, or the other way round.
 */
export type BackupFaultCode = 'foreign' | 'cut' | 'altered' | 'newer' | 'occupied' | 'otherKind';

/** A backup that is refused; the database is as it was. */
export class BackupFault extends Error {
  readonly code: BackupFaultCode;

  constructor(code: BackupFaultCode, cause?: unknown) {
    super(`backup refused: ${code}`, { cause });
    this.name = 'BackupFault';
    this.code = code;
  }
}
