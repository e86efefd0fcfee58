/** The keys of a lesson's grid: Enter, Tab and the arrows go down a column, as in a paper journal. */

/** @param {HTMLTableElement} table */
export function goDownColumns(table) {
  const columns = columnsOf(table);
  table.addEventListener('keydown', (event) => {
    const field = /** @type {HTMLElement} */ (event.target);
    const step = stepOf(event, field);
    if (step === 0) return;
    const column = columns.findIndex((fields) => fields.includes(field));
    const next = nextOf(columns, column, field, step, event.key === 'Tab');
    // from the last field Tab goes on as everywhere
    if (!next) return;
    event.preventDefault();
    next.focus();
    if (next instanceof HTMLInputElement) next.select();
  });
}

/**
 * @param {HTMLTableElement} table
 * @returns {HTMLElement[][]} fields by column, each from above
 */
function columnsOf(table) {
  /** @type {HTMLElement[][]} */
  const columns = [];
  for (const row of table.rows) {
    [...row.cells].forEach((cell, nth) => {
      const field = /** @type {HTMLElement | null} */ (cell.querySelector('input, select'));
      const place = cell.colSpan === 1 ? nth : -1;
      if (field && place >= 0) {
        columns[place] ??= [];
        columns[place].push(field);
      }
    });
  }
  return columns.filter(Boolean);
}

/**
 * @param {KeyboardEvent} event
 * @param {HTMLElement} field
 * @returns {-1 | 0 | 1}
 */
function stepOf(event, field) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return 0;
  if (event.key === 'Tab' || event.key === 'Enter') return event.shiftKey ? -1 : 1;
  // in a list the arrows choose
  if (field instanceof HTMLSelectElement) return 0;
  return event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
}

/**
 * @param {HTMLElement[][]} columns
 * @param {number} column
 * @param {HTMLElement} field
 * @param {number} step
 * @param {boolean} over whether it goes on to the next column
 * @returns {HTMLElement | undefined}
 */
function nextOf(columns, column, field, step, over) {
  const fields = columns[column] ?? [];
  const next = fields[fields.indexOf(field) + step];
  if (next || !over) return next ?? field;
  return step > 0 ? columns[column + 1]?.[0] : columns[column - 1]?.at(-1);
}
