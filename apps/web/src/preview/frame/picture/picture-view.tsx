import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { fill } from '../../fill.ts';
import { tellFailure, useFrame } from '../frame-context.ts';
import { Scroller } from '../scroller.tsx';
import { EnlargeButton, ToolButton, Toolbar } from '../toolbar.tsx';
import { ZoomTools } from '../zoom-tools.tsx';
import { type LoadedPicture, loadPicture, type PictureKind } from './load-picture.ts';
import styles from './picture-view.module.css';
import { usePictureZoom } from './use-picture-zoom.ts';

/** A picture, upright as its camera noted it, in the width of the frame until told otherwise. */
export function PictureView({ bytes, kind }: { bytes: ArrayBuffer; kind: PictureKind }) {
  const { words, file } = useFrame();
  const scroller = useRef<HTMLElement>(null);
  const [page, setPage] = useState(0);
  const picture = usePicture(bytes, kind, page);
  const { zoom, scale, turn, size } = usePictureZoom(scroller, picture);
  return (
    <>
      <Toolbar>
        {picture && picture.pages > 1 && (
          <>
            <ToolButton
              icon={IconChevronUp}
              label={words.previousPage}
              onClick={() => setPage(page - 1)}
              isDisabled={page === 0}
            />
            <ToolButton
              icon={IconChevronDown}
              label={words.nextPage}
              onClick={() => setPage(page + 1)}
              isDisabled={page === picture.pages - 1}
            />
            <span className={styles.page} role="status">
              {fill(words.pageName, { page: page + 1 })} {fill(words.ofPages, { pages: picture.pages })}
            </span>
          </>
        )}
        {picture && <ZoomTools zoom={zoom} scale={scale} />}
        <EnlargeButton />
      </Toolbar>
      <Scroller place={scroller} zoom={zoom} className={styles.scroller}>
        {picture && (
          <div className={styles.room} style={size}>
            <Shown
              picture={picture}
              label={fill(words.picture, { name: file.name })}
              style={{
                width: picture.width * scale,
                height: picture.height * scale,
                transform: `translate(-50%, -50%) rotate(${turn}deg)`,
              }}
            />
          </div>
        )}
      </Scroller>
    </>
  );
}

interface ShownProps {
  readonly picture: LoadedPicture;
  readonly label: string;
  readonly style: React.CSSProperties;
}

/** Puts in what was decoded: React knows no element that is there already. */
function Shown({ picture, label, style }: ShownProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.replaceChildren(picture.element);
  }, [picture]);
  return <div ref={place} className={styles.picture} role="img" aria-label={label} style={style} />;
}

function usePicture(bytes: ArrayBuffer, kind: PictureKind, page: number): LoadedPicture | null {
  const { channel } = useFrame();
  const [picture, setPicture] = useState<LoadedPicture | null>(null);
  useEffect(() => {
    let isLate = false;
    loadPicture(channel, kind, bytes, page).then(
      (loaded) => {
        if (isLate) return;
        setPicture(loaded);
        channel.say({ kind: 'shown' });
      },
      (error) => {
        if (!isLate) tellFailure(channel, error);
      },
    );
    return () => {
      isLate = true;
    };
  }, [channel, kind, bytes, page]);
  return picture;
}
