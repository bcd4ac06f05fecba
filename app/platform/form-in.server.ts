const NOT_A_FORM = "This was not sent as a form.";

/**
 * The form that a page has sent. Whatever else was sent is refused: 415 for a body that does not call itself a form, 400 for
 * one that calls itself one and cannot be read as such.
 */
export async function formIn(request: Request): Promise<FormData> {
  const kind = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (kind !== "application/x-www-form-urlencoded" && kind !== "multipart/form-data") throw new Response(NOT_A_FORM, { status: 415 });
  try {
    // eslint-disable-next-line no-restricted-syntax -- this is the one place
    return await request.formData();
  } catch (error) {
    // What ended on the way is nobody's bad form.
    if (request.signal.aborted) throw error;
    throw new Response(NOT_A_FORM, { status: 400 });
  }
}
