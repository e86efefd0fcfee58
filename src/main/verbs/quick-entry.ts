import type { Io } from '../../platform/io.ts';
import { runQuickEntry } from '../../quick-entry/cli.ts';
