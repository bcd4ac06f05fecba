/** What a program with a token may do: everything that the API describes. There are no tokens that may do less. */
export const TOKEN_MAY = "It may read customers, figures and points. It may also give and take points, redeem and cancel rewards, tell what customers did, and change, publish, undo and pause your program.";
