import { useEffect, useMemo } from 'react';
import { formatNumber } from '../../../language/format.ts';
import { fill } from '../../fill.ts';
import { useFrame } from '../frame-context.ts';
import { Scroller } from '../scroller.tsx';
import { EnlargeButton, Toolbar } from '../toolbar.tsx';
import styles from './csv-view.module.css';
import { readPlainText } from './read-plain-text.ts';
import { type ReadRows, readRows } from './read-rows.ts';
import { TextPage } from './text-page.tsx';

/** Past these a browser draws for seconds, and nobody reads. */
const maxRows = 2_000;
const maxCells = 60_000;

/** A CSV as a table; what is none, as text. */
export function CsvView({ bytes }: { bytes: ArrayBuffer }) {
  const { words, file, language } = useFrame();
  const { text, isCut } = useMemo(() => readPlainText(bytes, 'csv', file.isCut), [bytes, file.isCut]);
  const read = useMemo(() => readRows(text, maxRows + 1), [text]);
  if (read === null) return <TextPage text={text} note={isCut ? words.start : null} />;
  const columns = Math.max(...read.rows.map((row) => row.length));
  const shown = Math.min(maxRows, Math.max(1, Math.floor(maxCells / columns)));
  const isAll = read.rows.length <= shown && !isCut;
  const count = formatNumber(Math.min(shown, read.rows.length), language);
  return (
    <Rows
      read={{ ...read, rows: read.rows.slice(0, shown) }}
      columns={columns}
      note={isAll ? null : fill(words.firstRows, { count })}
    />
  );
}

interface RowsProps {
  readonly read: ReadRows;
  readonly columns: number;
  readonly note: string | null;
}

function Rows({ read: { rows, hasHead }, columns, note }: RowsProps) {
  const { channel, words } = useFrame();
  useEffect(() => channel.say({ kind: 'shown' }), [channel]);
  const body = hasHead ? rows.slice(1) : rows;
  const numbers = Array.from({ length: columns }, (_, column) => column);
  return (
    <>
      <Toolbar>
        <EnlargeButton />
      </Toolbar>
      {note !== null && <p className={styles.note}>{note}</p>}
      <Scroller>
        <table className={styles.table} aria-label={words.table}>
          {hasHead && (
            <thead>
              <tr>
                <th scope="col">
                  <span className={styles.hidden}>{words.row}</span>
                </th>
                {numbers.map((column) => (
                  <th key={column} scope="col">
                    {rows[0]?.[column]}
                  </th>
                ))}
              </tr>
            </thead>
          )}
          <tbody>
            {body.map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the rows of a file never move
              <tr key={index}>
                <th scope="row">{index + (hasHead ? 2 : 1)}</th>
                {numbers.map((column) => (
                  <td key={column} className={isNumber(row[column]) ? styles.number : undefined}>
                    {row[column]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroller>
    </>
  );
}

function isNumber(cell: string | undefined): boolean {
  return cell !== undefined && /^-?[\d\s]+([.,]\d+)?$/.test(cell);
}
