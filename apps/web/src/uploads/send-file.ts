import { readAnswer, serverSilent } from './read-answer.ts';

export interface FileToSend {
  readonly address: string;
  readonly file: Blob;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly onProgress: (sentBytes: number) => void;
}

/**
 * Sends a file in one request with its progress, which `fetch` does not tell. @throws ApiError with the server's problem;
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
      request.status < 300 ? resolve() : reject(readAnswer(request.status, request.responseText));
    request.onerror = () => reject(serverSilent());
    request.ontimeout = () => reject(serverSilent());
    request.onabort = () => reject(new DOMException('cancelled', 'AbortError'));
    request.onloadend = () => signal.removeEventListener('abort', cancel);
    if (signal.aborted) reject(new DOMException('cancelled', 'AbortError'));
    else request.send(file);
  });
}
