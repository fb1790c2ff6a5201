import { ApiError, shapes } from '@navette/api';
import { NavetteError } from '@navette/model';

export interface FileToSend {
  readonly address: string;
  readonly file: Blob;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly onProgress: (sentBytes: number) => void;
}

/**
 * Sends a file with its progress, which `fetch` does not tell. @throws ApiError with the server's problem;
 * NavetteError `server_unreachable` when no answer came; AbortError when cancelled
 */
export function sendFile({ address, file, headers, signal, onProgress }: FileToSend): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const cancel = () => request.abort();
    signal.addEventListener('abort', cancel, { once: true });
    request.open('POST', address);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded }) => onProgress(Math.min(loaded, file.size));
    request.onload = () =>
      request.status < 300 ? resolve() : reject(readProblem(request.status, request.responseText));
    request.onerror = () => reject(new NavetteError('server_unreachable'));
    request.ontimeout = () => reject(new NavetteError('server_unreachable'));
    request.onabort = () => reject(new DOMException('cancelled', 'AbortError'));
    request.onloadend = () => signal.removeEventListener('abort', cancel);
    if (signal.aborted) reject(new DOMException('cancelled', 'AbortError'));
    else request.send(file);
  });
}

/** A gateway in the way answers in its own words: then the server was not reached. */
function readProblem(status: number, text: string): NavetteError {
  try {
    return new ApiError(status, shapes.problem.parse(JSON.parse(text)), undefined);
  } catch {
    return new NavetteError(status >= 500 ? 'server_unreachable' : 'not_a_navette_server');
  }
}
