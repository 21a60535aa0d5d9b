// Prints a list that the app gives as text: made into elements by text alone, and seen on paper only. The page itself
// (canvas and mirror) is not printed.
const kCell = '\u001f';
const kLine = '\u001e';

export function printDocument(text) {
  const [title, notes, columns, ...rows] = text.split(kLine).slice(0, -1).map((line) => line.split(kCell));
  const sheet = make('section', '');
  sheet.id = 'print';
  sheet.setAttribute('aria-hidden', 'true');
  const table = make('table', '');
  table.append(rowOf(columns, 'th', 'thead'), ...group(rows));
  sheet.append(make('h1', title[0]), ...notes.filter((note) => note !== '').map((note) => make('p', note)), table);
  document.getElementById('print')?.remove();
  document.body.append(sheet);
  addEventListener('afterprint', () => sheet.remove(), { once: true });
  window.print();
}

function group(rows) {
  const body = make('tbody', '');
  for (const cells of rows) body.append(rowOf(cells, 'td'));
  return [body];
}

function rowOf(cells, tag, around) {
  const row = make('tr', '');
  row.append(...cells.map((cell) => make(tag, cell)));
  if (!around) return row;
  const head = make(around, '');
  head.append(row);
  return head;
}

function make(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}
