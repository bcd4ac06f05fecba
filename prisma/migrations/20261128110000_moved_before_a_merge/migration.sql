-- The customer to whom an order belonged before any merge: the first one named, where merges lead from there to the last one named.
-- Where they lead elsewhere, as back from the last one to the first, the order had been moved before, and was the last one's.
CREATE OR REPLACE FUNCTION order_owner_of_many(p_shop_id integer, p_customer_id bigint, p_named_customer_id bigint, p_first_customer_id bigint) RETURNS bigint
LANGUAGE sql STABLE AS $$
  SELECT CASE
    WHEN EXISTS (
      WITH RECURSIVE survivors (customer_id) AS (
        SELECT p_first_customer_id
        UNION
        SELECT coalesce(k.merged_directly_into_id, k.merged_into_id) FROM survivors s
        JOIN customers k ON k.shop_id = p_shop_id AND k.customer_id = s.customer_id AND k.merged_into_id IS NOT NULL
      )
      SELECT FROM survivors WHERE customer_id = coalesce(p_named_customer_id, p_customer_id)
    )
    THEN p_first_customer_id ELSE coalesce(p_named_customer_id, p_customer_id) END
$$;
CREATE OR REPLACE FUNCTION order_owner(p_shop_id integer, p_customer_id bigint, p_named_customer_id bigint, p_first_customer_id bigint) RETURNS bigint
LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN p_first_customer_id = p_customer_id AND p_named_customer_id IS NULL THEN p_customer_id
    ELSE order_owner_of_many(p_shop_id, p_customer_id, p_named_customer_id, p_first_customer_id) END
$$;
