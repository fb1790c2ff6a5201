/** The name of the task that unlinks what was erased; apart, so that who adds it does not import what it runs. */
export const collectTask = 'blobs.collect';
