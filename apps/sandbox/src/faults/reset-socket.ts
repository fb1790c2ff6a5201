import type { Socket } from 'node:net';

/** Resets a connection at once. One that is ending already is only closed: Node would forget its handle, which then stays open. */
export function resetSocket(socket: Socket): void {
  if (!socket.writableEnded) socket.resetAndDestroy();
  socket.destroy();
}
