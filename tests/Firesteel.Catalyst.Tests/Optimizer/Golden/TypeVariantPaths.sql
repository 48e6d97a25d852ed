select parse_json(c):a::int from t;
select cast(variant_get(parse_json(c), '$.a') as array<string>) from t;
select try_cast(parse_json(c):a as int) from t;
select try_variant_get(parse_json(c), '$.a')::int from t;
select a from t where variant_get(parse_json(c), '$.a', 'bigint')::int > 0;
