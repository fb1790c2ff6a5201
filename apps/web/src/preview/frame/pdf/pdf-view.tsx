import 'pdfjs-dist/legacy/web/pdf_viewer.css';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { fill } from '../../fill.ts';
import { tellFailure, useFrame } from '../frame-context.ts';
import { ViewTabs } from '../tabs.tsx';
import { EnlargeButton, ToolButton, Toolbar } from '../toolbar.tsx';
import { useViewKeys } from '../use-view-keys.ts';
import { InvoicePage } from '../xml/invoice-page.tsx';
import { ZoomTools } from '../zoom-tools.tsx';
import { type AttachedInvoice, findInvoice } from './find-invoice.ts';
import { openPdf } from './open-pdf.ts';
import styles from './pdf-view.module.css';
import { type PagesState, type ShownPages, showPages } from './show-pages.ts';
import { watchDrawing } from './watch-drawing.ts';

/** A PDF, and the invoice that is attached to it where there is one. */
export function PdfView({ bytes }: { bytes: ArrayBuffer }) {
  const container = useRef<HTMLDivElement>(null);
  const { pages, state, invoice } = usePdf(bytes, container);
  const [tab, setTab] = useState<'document' | 'data'>('document');
  const { words } = useFrame();
  const isDocument = tab === 'document';
  useViewKeys(container, isDocument ? pages : null);
  return (
    <>
      {invoice && (
        <ViewTabs
          value={tab}
          onChange={setTab}
          tabs={[
            { value: 'document', label: words.tabs.document },
            { value: 'data', label: words.tabs.data },
          ]}
        />
      )}
      {invoice && !isDocument && <InvoicePage invoice={invoice.invoice} />}
      {/* Hidden, not gone: the page that was read is still there afterwards. */}
      <div className={styles.document} hidden={!isDocument}>
        <Toolbar>
          {pages && state && (
            <>
              <PageTools pages={pages} state={state} />
              <ZoomTools zoom={pages} scale={state.scale} />
            </>
          )}
          {invoice === null && <EnlargeButton />}
        </Toolbar>
        <div className={styles.place}>
          {/* biome-ignore lint/a11y/useSemanticElements: pdf.js takes a div and nothing else */}
          <div
            ref={container}
            className={styles.scroller}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by the keyboard
            tabIndex={0}
            role="region"
            aria-label={words.content}
          >
            <div className="pdfViewer" />
          </div>
        </div>
      </div>
    </>
  );
}

function usePdf(bytes: ArrayBuffer, container: React.RefObject<HTMLDivElement | null>) {
  const { channel, words } = useFrame();
  const [pages, setPages] = useState<ShownPages | null>(null);
  const [state, setState] = useState<PagesState | null>(null);
  const [invoice, setInvoice] = useState<AttachedInvoice | null>(null);
  const { pageName } = words;
  useEffect(() => {
    const closing = new AbortController();
    const show = async () => {
      const opened = await openPdf(channel, bytes);
      closing.signal.addEventListener('abort', opened.stop);
      if (closing.signal.aborted || container.current === null) return opened.stop();
      const onDrawn = () => {
        channel.say({ kind: 'shown' });
        findInvoice(channel, opened.document).then(setInvoice, () => setInvoice(null));
      };
      const shown = showPages({
        container: container.current,
        document: opened.document,
        pageName,
        onChange: setState,
        onDrawn,
      });
      closing.signal.addEventListener('abort', shown.close);
      watchDrawing(shown.isDrawn, closing.signal, (error) => {
        opened.stop();
        tellFailure(channel, error);
      });
      setPages(shown);
    };
    show().catch((error) => tellFailure(channel, error));
    return () => closing.abort();
  }, [bytes, channel, container, pageName]);
  return { pages, state, invoice };
}

function PageTools({ pages, state: { page, pages: count } }: { pages: ShownPages; state: PagesState }) {
  const { words } = useFrame();
  const [typed, setTyped] = useState<string | null>(null);
  const goToTyped = () => {
    if (typed !== null && /^\d+$/.test(typed)) pages.goTo(Number(typed));
    setTyped(null);
  };
  return (
    <>
      <ToolButton
        icon={IconChevronUp}
        label={words.previousPage}
        onClick={() => pages.goTo(page - 1)}
        isDisabled={page <= 1}
      />
      <ToolButton
        icon={IconChevronDown}
        label={words.nextPage}
        onClick={() => pages.goTo(page + 1)}
        isDisabled={page >= count}
      />
      <input
        className={styles.pageInput}
        aria-label={words.page}
        inputMode="numeric"
        value={typed ?? String(page)}
        onChange={({ target }) => setTyped(target.value)}
        onFocus={({ target }) => target.select()}
        onBlur={goToTyped}
        // No form: a sandboxed frame submits none.
        onKeyDown={({ key }) => key === 'Enter' && goToTyped()}
      />
      <span className={styles.count}>{fill(words.ofPages, { pages: count })}</span>
    </>
  );
}
