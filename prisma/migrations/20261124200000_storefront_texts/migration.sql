-- What a merchant says in the blocks of the shop's theme, by language. One row a shop: the texts are saved and written together.
CREATE TABLE storefront_texts (
  shop_id integer PRIMARY KEY REFERENCES shops (id) ON DELETE CASCADE,
  texts jsonb NOT NULL CHECK (jsonb_typeof(texts) = 'object'),
  changed_at timestamptz NOT NULL,
  changed_by text NOT NULL
);

-- The texts that Shopify was last told of, by when they were changed; null: of none.
ALTER TABLE summary_pushes ADD COLUMN texts_told_at timestamptz;
