import { IconArrowAutofitWidth, IconRotateClockwise, IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import { fill } from '../fill.ts';
import { useFrame } from './frame-context.ts';
import { ToolButton } from './toolbar.tsx';
import styles from './zoom-tools.module.css';

/** What a view can be told: by the tools, the keys and the wheel alike. */
export interface Zoom {
  zoomIn(): void;
  zoomOut(): void;
  fitWidth(): void;
  rotate(): void;
}

interface ZoomToolsProps {
  readonly zoom: Zoom;
  /** 1 = 100 %. */
  readonly scale: number;
}

export function ZoomTools({ zoom, scale }: ZoomToolsProps) {
  const { words } = useFrame();
  const percent = Math.round(scale * 100);
  return (
    <>
      <ToolButton icon={IconZoomOut} label={words.zoomOut} onClick={zoom.zoomOut} />
      <span className={styles.percent} role="status" aria-label={fill(words.zoom, { percent })}>
        {percent} %
      </span>
      <ToolButton icon={IconZoomIn} label={words.zoomIn} onClick={zoom.zoomIn} />
      <ToolButton icon={IconArrowAutofitWidth} label={words.fitWidth} onClick={zoom.fitWidth} />
      <ToolButton icon={IconRotateClockwise} label={words.rotate} onClick={zoom.rotate} />
    </>
  );
}
