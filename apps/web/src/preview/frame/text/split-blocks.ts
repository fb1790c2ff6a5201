/** A browser lays out a line in one go: past this it would stand still. */
const maxLineLength = 1_000;
const linesPerBlock = 100;

/** A text in blocks of lines, each drawn only when it comes into view; lines without end go on in the next one. */
export function splitBlocks(text: string): string[] {
  const lines = text.split(/\r\n?|\n/).flatMap(splitLine);
  return Array.from({ length: Math.ceil(lines.length / linesPerBlock) }, (_, at) =>
    lines.slice(at * linesPerBlock, (at + 1) * linesPerBlock).join('\n'),
  );
}

function splitLine(line: string): string[] {
  if (line.length <= maxLineLength) return [line];
  return Array.from({ length: Math.ceil(line.length / maxLineLength) }, (_, at) =>
    line.slice(at * maxLineLength, (at + 1) * maxLineLength),
  );
}
