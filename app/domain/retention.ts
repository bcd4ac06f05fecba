/** Deliveries that could not be read may hold personal data: they are kept so many days, and then erased. */
export const PARKED_DAYS = 90;
