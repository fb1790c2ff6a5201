import { tableFeatures } from '@tanstack/react-table';

/** Lists are searched, sorted and paged on the server: the tables of the page only show them. */
export const features = tableFeatures({});
