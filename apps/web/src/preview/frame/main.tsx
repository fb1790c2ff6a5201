import '../../theme/fonts.ts';
import '../../theme/base.css';
import './frame.css';
import { createRoot } from 'react-dom/client';
import type { FrameLook, ShowMessage } from '../protocol.ts';
import { openChannel } from './channel.ts';
import { FrameContext, tellFailure } from './frame-context.ts';
import { prepareView, ShownFile } from './shown-file.tsx';

const place = document.getElementById('root');
if (!place) throw new TypeError('apercu.html has no #root');
const root = createRoot(place, {
  // A viewer that fails says so to the page, which has the sentence and the way out.
  onUncaughtError: (error) => tellFailure(channel, error),
});
let shown: ShowMessage | undefined;
let isEnlarged = false;

const channel = openChannel({
  onPrepare: (mediaType) => prepareView(mediaType, channel),
  onShow(message) {
    shown = message;
    document.documentElement.lang = message.language;
    document.title = message.file.name;
    draw();
  },
  onLook(look) {
    applyColors(look);
    isEnlarged = look.isEnlarged;
    draw();
  },
});

document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && !event.defaultPrevented) channel.say({ kind: 'escape' });
});

function draw() {
  if (shown === undefined) return;
  const { bytes, file, language, words } = shown;
  root.render(
    <FrameContext value={{ channel, file, language, words, isEnlarged }}>
      <ShownFile bytes={bytes} />
    </FrameContext>,
  );
}

function applyColors({ scheme, colors }: FrameLook) {
  const { style } = document.documentElement;
  style.colorScheme = scheme;
  for (const [name, value] of Object.entries(colors)) style.setProperty(name, value);
}
