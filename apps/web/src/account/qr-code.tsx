import { useMemo } from 'react';
import { drawQr } from './draw-qr.ts';

/** Of one module: whole, so that all are alike. */
const pixels = 4;

/** A text as a QR code, dark on white in both appearances: telephones read no other. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { path, size } = useMemo(() => drawQr(text), [text]);
  return (
    <svg
      viewBox={`0 0 ${size} ${size}`}
      width={size * pixels}
      height={size * pixels}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
