/** Whether the merchant's name for a reward says no other than what it gives: "£5 off" of £5.00 off. */
export const saysSame = (name: string, gives: string): boolean => plainWords(name) === plainWords(gives);

const plainWords = (words: string): string => words.trim().toLowerCase().replace(/\s+/g, " ").replace(/[.,]00(?!\d)/, "");
