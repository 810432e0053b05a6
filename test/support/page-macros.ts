/** Tells whether a macro is a piece of a page's search, which nobody calls in Search. */
export function isOfPage(name: string): boolean {
  return /^lstm_(?:code|quoted|is_among|length|field_list|compose|setting)(?:_|\(|$)/.test(name);
}
