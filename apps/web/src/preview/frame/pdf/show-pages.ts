/** The pages of a PDF in a container that scrolls: drawn as they come into view, with their text over them. */
import { AnnotationEditorType, AnnotationMode, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { EventBus, PDFLinkService, PDFViewer, RenderingStates } from 'pdfjs-dist/legacy/web/pdf_viewer.mjs';
import { fill } from '../../fill.ts';
import type { Zoom } from '../zoom-tools.tsx';

export interface PagesState {
  readonly page: number;
  readonly pages: number;
  readonly scale: number;
}

export interface ShownPages extends Zoom {
  goTo(page: number): void;
  /** Whether the page in view stands there, or is out of sight behind another tab. */
  isDrawn(): boolean;
  close(): void;
}

interface ShowPagesOptions {
  /** Placed absolutely, with one `div` inside. */
  readonly container: HTMLDivElement;
  readonly document: PDFDocumentProxy;
  /** `Page {{page}}` */
  readonly pageName: string;
  readonly onChange: (state: PagesState) => void;
  /** The first page stands there. */
  readonly onDrawn: () => void;
}

/** As wide as the frame, up to a quarter above the size on paper. */
const comfortable = 'auto';
const fitWidth = 'page-width';
const fitting: readonly string[] = [comfortable, fitWidth];

export function showPages({
  container,
  document,
  pageName,
  onChange,
  onDrawn,
}: ShowPagesOptions): ShownPages {
  const closing = new AbortController();
  const eventBus = new EventBus();
  const linkService = new PDFLinkService({ eventBus });
  linkService.externalLinkEnabled = false;
  const options = {
    container,
    eventBus,
    linkService,
    removePageBorders: true,
    // Fields and stamps are drawn with their page; nothing of a document can be clicked.
    annotationMode: AnnotationMode.ENABLE,
    annotationEditorMode: AnnotationEditorType.DISABLE,
    enableAutoLinking: false,
    l10n: withoutWords,
    abortSignal: closing.signal,
  };
  const viewer = new PDFViewer(options);
  linkService.setViewer(viewer);
  linkService.setDocument(document);

  const tell = () =>
    onChange({ page: viewer.currentPageNumber, pages: document.numPages, scale: viewer.currentScale });
  eventBus.on('pagesinit', () => {
    namePages(container, pageName);
    viewer.currentScaleValue = comfortable;
    tell();
  });
  eventBus.on('pagechanging', tell);
  eventBus.on('scalechanging', tell);
  eventBus.on('pagerendered', onDrawn, { once: true });
  viewer.setDocument(document);

  const resizing = new ResizeObserver(() => {
    // Behind another tab it has no size.
    if (container.clientWidth === 0 || viewer.pagesCount === 0) return;
    const { currentScaleValue: scale } = viewer;
    if (fitting.includes(scale)) viewer.currentScaleValue = scale;
  });
  resizing.observe(container);

  return {
    zoomIn: () => viewer.increaseScale(),
    zoomOut: () => viewer.decreaseScale(),
    fitWidth: () => {
      viewer.currentScaleValue = fitWidth;
    },
    rotate: () => {
      viewer.pagesRotation = (viewer.pagesRotation + 90) % 360;
    },
    goTo: (page) => {
      viewer.currentPageNumber = Math.min(Math.max(1, page), document.numPages);
    },
    isDrawn() {
      const view = viewer.getPageView(viewer.currentPageNumber - 1);
      return container.clientWidth === 0 || view?.renderingState === RenderingStates.FINISHED;
    },
    close() {
      resizing.disconnect();
      closing.abort();
      viewer.cleanup();
    },
  };
}

/** pdf.js names its pages in its own languages, and each as a landmark: thousands of them would be noise. */
function namePages(container: HTMLElement, pageName: string): void {
  for (const page of container.querySelectorAll<HTMLElement>('.page')) {
    page.role = 'group';
    page.ariaLabel = fill(pageName, { page: page.dataset.pageNumber ?? '' });
  }
}

/** The viewer asks for words in many places of which none is shown here. */
const withoutWords = {
  getLanguage: () => 'en-us',
  getDirection: () => 'ltr',
  get: async () => '',
  translate: async () => {},
  translateOnce: async () => {},
  destroy: async () => {},
  pause: () => {},
  resume: () => {},
} as unknown as NonNullable<ConstructorParameters<typeof PDFViewer>[0]['l10n']>;
