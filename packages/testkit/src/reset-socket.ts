import type { Socket } from 'node:net';

/**
 * Cuts a connection as a broken network does, at once: by itself a reset waits until all that was written has left, which may be
 * never. A socket that is ending already cannot be reset, only closed: Node would forget its handle, which then stays open.
 */
export function resetSocket(socket: Socket): void {
  if (!socket.writableEnded) socket.resetAndDestroy();
  socket.destroy();
}
