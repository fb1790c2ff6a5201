import styles from './path-text.module.css';
import { splitVariables } from './typed-path.ts';

/** A path as people copy it, its variables tinted. It may be cut after a slash, never inside a name. */
export function PathText({ path }: { path: string }) {
  return (
    <span className={styles.path} title={path}>
      {splitVariables(path).map(({ text, isVariable, at }) =>
        isVariable ? (
          <span key={at} className={styles.variable}>
            {text}
          </span>
        ) : (
          <BreakablePath key={at} path={text} />
        ),
      )}
    </span>
  );
}

/** A folder's path in a sentence or a cell: lines end after a slash. */
export function BreakablePath({ path }: { path: string }) {
  return path.split(/(?<=[^/]\/)/).map((piece, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a path never move
    <span key={index}>
      {piece}
      <wbr />
    </span>
  ));
}
