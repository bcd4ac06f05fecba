// Shows the sentence of the chosen variant. Themes tell which one that is by the field "id" of the product's form.
(() => {
  const follow = () => {
    for (const block of document.querySelectorAll(".thrice-product")) {
      const sentences = [...block.querySelectorAll("[data-thrice-variant]")];
      const near = block.closest("form, .shopify-section, section, main") ?? document;
      const fields = [...near.querySelectorAll('[name="id"]'), ...document.querySelectorAll('form[action*="/cart/add"] [name="id"]')];
      // Another form may have an "id" of its own, and of radio buttons only one counts.
      const isOurs = ({ type, checked, value }) => (type !== "radio" || checked) && sentences.some(({ dataset }) => dataset.thriceVariant === value);
      const chosen = fields.find(isOurs)?.value;
      if (chosen === undefined) continue;
      for (const sentence of sentences) sentence.hidden = sentence.dataset.thriceVariant !== chosen;
    }
  };
  // A theme writes the field in a listener of its own, which may come after this one.
  document.addEventListener("change", () => setTimeout(follow));
})();
