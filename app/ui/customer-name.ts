/** What is known of a person; everything is null after an erasure. */
export type NamedCustomer = { id: string; firstName: string | null; lastName: string | null; email: string | null };

/** The name to call a customer by: full name, else e-mail, else the id. */
export function customerName({ id, firstName, lastName, email }: NamedCustomer): string {
  const name = [firstName, lastName].map((part) => part?.trim()).filter(Boolean).join(" ");
  return name || email || `Customer ${id}`;
}
