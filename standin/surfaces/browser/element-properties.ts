/** The elements of Shopify's blocks that the stand-in draws, with the properties that each understands. */
export const ELEMENT_PROPERTIES: Record<string, string[]> = {
  "s-page": ["heading"],
  "s-section": ["heading"],
  "s-stack": ["direction", "gap", "alignItems", "accessibilityRole"],
  "s-grid": ["gridTemplateColumns", "gap"],
  "s-heading": [],
  "s-paragraph": ["color", "tone"],
  "s-text": ["type", "color", "tone"],
  "s-link": ["href"],
  "s-button": ["href", "variant", "disabled", "loading", "command", "commandFor", "accessibilityLabel", "slot"],
  "s-clipboard-item": ["id", "text"],
  "s-skeleton-paragraph": [],
  "s-spinner": ["accessibilityLabel"],
  "s-progress": ["value", "max", "accessibilityLabel"],
  "s-details": [],
  "s-summary": [],
  "s-modal": ["id", "heading"],
  "s-number-field": ["label", "min", "max", "step", "value"],
};

export const EVENTS = ["click", "change", "input", "focus", "blur", "toggle", "show", "hide", "copy"];
