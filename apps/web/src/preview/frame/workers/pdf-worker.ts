// The worker of pdf.js, as a classic script: its own build is a module, which a frame without an origin cannot start in Chromium.
import 'pdfjs-dist/legacy/build/pdf.worker.mjs';
