import type { ColumnType } from 'kysely';

/** JSON is read as a value and written as text. */
export type Json<T> = ColumnType<T, string, string>;
export type NullableJson<T> = ColumnType<T | null, string | null, string | null>;
