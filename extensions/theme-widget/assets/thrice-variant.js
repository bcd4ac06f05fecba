// Shows the sentence of the chosen variant. Themes tell which one that is by the field "id" of the product's form.
(() => {
  const follow = () => {
    for (const block of document.querySelectorAll(".thrice-product")) {
      const sentences = [...block.querySelectorAll("[data-thrice-variant]")];
      const near = block.closest("form, .shopify-section, section, main") ?? document;
      const chosen = (near.querySelector('[name="id"]') ?? document.querySelector('form[action*="/cart/add"] [name="id"]'))?.value;
      if (!sentences.some(({ dataset }) => dataset.thriceVariant === chosen)) continue;
      for (const sentence of sentences) sentence.hidden = sentence.dataset.thriceVariant !== chosen;
    }
  };
  // A theme writes the field in a listener of its own, which may come after this one.
  document.addEventListener("change", () => setTimeout(follow));
})();
