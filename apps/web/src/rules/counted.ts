/** What a sentence with a count takes: the count for its plural, and what stands in its place as the language writes it. */
export function counted(
  format: { readonly number: (value: number) => string },
  count: number,
  more: Readonly<Record<string, string>> = {},
) {
  return { count, replace: { count: format.number(count), ...more } };
}
