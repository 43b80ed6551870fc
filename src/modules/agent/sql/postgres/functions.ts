/**
 * The functions of PostgreSQL that read nothing but their arguments and change nothing: all else is refused.
 * Special forms of the grammar that PostgreSQL itself turns into calls (`pg_catalog.extract`, `timezone`) are here too.
 */
const aggregates = `array_agg avg bit_and bit_or bit_xor bool_and bool_or count every json_agg json_object_agg
  json_object_agg_strict json_object_agg_unique json_agg_strict jsonb_agg jsonb_agg_strict jsonb_object_agg
  jsonb_object_agg_strict jsonb_object_agg_unique max min range_agg range_intersect_agg string_agg sum any_value corr
  covar_pop covar_samp regr_avgx regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy
  stddev stddev_pop stddev_samp variance var_pop var_samp mode percentile_cont percentile_disc grouping`

const windows = `row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value`

const math = `abs cbrt ceil ceiling degrees div erf erfc exp factorial floor gcd lcm ln log log10 min_scale mod pi power
  pow radians random round scale sign sqrt trim_scale trunc width_bucket acos acosd asin asind atan atand atan2 atan2d
  cos cosd cot cotd sin sind tan tand sinh cosh tanh asinh acosh atanh int2 int4 int8 float4 float8 numeric dexp dlog1
  dlog10 dpow dsqrt dround dtrunc numeric_power random_normal gamma lgamma`

const text = `ascii bit_length btrim char_length character_length chr concat concat_ws convert convert_from convert_to
  decode encode format get_bit get_byte initcap left length lower lpad ltrim md5 normalize is_normalized octet_length
  overlay parse_ident position quote_ident quote_literal quote_nullable regexp_count regexp_instr regexp_like
  regexp_match regexp_matches regexp_replace regexp_split_to_array regexp_split_to_table regexp_substr repeat replace
  reverse right rpad rtrim sha224 sha256 sha384 sha512 split_part starts_with string_to_array string_to_table strpos
  substr substring text to_ascii to_hex to_bin to_oct translate trim unistr upper casefold textlike textnlike
  texticlike texticnlike like_escape bpchar varchar name char bit bit_count set_bit set_byte crc32 crc32c
  similar_to_escape similar_escape like notlike unicode_assigned unicode_version`

const time = `age clock_timestamp current_date date_bin date_part date_trunc extract isfinite justify_days justify_hours
  justify_interval make_date make_interval make_time make_timestamp make_timestamptz now statement_timestamp timeofday
  timezone to_char to_date to_number to_timestamp transaction_timestamp date time timetz timestamp timestamptz interval
  overlaps date_add date_subtract current_time current_timestamp localtime localtimestamp`

const json = `array_to_json json_array_elements json_array_elements_text json_array_length json_build_array
  json_build_object json_each json_each_text json_extract_path json_extract_path_text json_object json_object_keys
  json_populate_record json_populate_recordset json_strip_nulls json_to_record json_to_recordset json_typeof jsonb
  jsonb_array_elements jsonb_array_elements_text jsonb_array_length jsonb_build_array jsonb_build_object jsonb_concat
  jsonb_contained jsonb_contains jsonb_delete jsonb_delete_path jsonb_each jsonb_each_text jsonb_exists jsonb_exists_all
  jsonb_exists_any jsonb_extract_path jsonb_extract_path_text jsonb_insert jsonb_object jsonb_object_keys
  jsonb_path_exists jsonb_path_exists_tz jsonb_path_match jsonb_path_match_tz jsonb_path_query jsonb_path_query_array
  jsonb_path_query_array_tz jsonb_path_query_first jsonb_path_query_first_tz jsonb_path_query_tz jsonb_populate_record
  jsonb_populate_recordset jsonb_pretty jsonb_set jsonb_set_lax jsonb_strip_nulls jsonb_to_record jsonb_to_recordset
  jsonb_typeof row_to_json to_json to_jsonb json jsonb_array_element jsonb_array_element_text jsonb_object_field
  jsonb_object_field_text json_array_element json_object_field json_object_field_text json_scalar json_serialize
  json_value json_query json_exists json_table json_array json_arrayagg json_objectagg`

const arrays = `array_append array_cat array_dims array_fill array_length array_lower array_ndims array_position
  array_positions array_prepend array_remove array_replace array_sample array_shuffle array_sort array_reverse
  array_to_string array_upper arraycontained arraycontains arrayoverlap cardinality trim_array unnest generate_series
  generate_subscripts`

const ranges = `int4range int8range numrange tsrange tstzrange daterange int4multirange int8multirange nummultirange
  tsmultirange tstzmultirange datemultirange isempty lower_inc lower_inf upper_inc upper_inf range_merge multirange
  range_contains range_overlaps elem_contained_by_range range_contains_elem`

const search = `to_tsvector to_tsquery plainto_tsquery phraseto_tsquery websearch_to_tsquery ts_rank ts_rank_cd
  ts_headline ts_delete ts_filter tsvector_to_array array_to_tsvector numnode querytree setweight strip tsquery_phrase
  ts_match_vq ts_match_qv get_current_ts_config`

const geometry = `area box center circle diagonal diameter height isclosed isopen line lseg npoints path pclose point
  polygon popen radius slope width bound_box`

const network = `abbrev broadcast family host hostmask inet_merge inet_same_family masklen netmask network set_masklen
  cidr inet macaddr8_set7bit`

const conditional = `coalesce greatest least nullif num_nonnulls num_nulls pg_typeof uuid_extract_timestamp
  uuid_extract_version gen_random_uuid bernoulli system pg_size_pretty bool uuid enum_first enum_last enum_range`

/** Of extensions that many databases have; each reads only its arguments. */
const extensions = `similarity word_similarity strict_word_similarity show_trgm unaccent levenshtein
  levenshtein_less_equal soundex difference metaphone dmetaphone dmetaphone_alt daitch_mokotoff akeys avals skeys svals
  hstore hstore_to_json hstore_to_jsonb exist defined slice citext nlevel subpath subltree lca ltree2text text2ltree
  earth_distance ll_to_earth earth cosine_distance l2_distance inner_product l1_distance vector_dims vector_norm
  st_area st_asgeojson st_astext st_buffer st_centroid st_contains st_coveredby st_covers st_crosses st_difference
  st_disjoint st_distance st_distancesphere st_dwithin st_envelope st_equals st_geogfromtext st_geomfromgeojson
  st_geomfromtext st_geometrytype st_intersection st_intersects st_isvalid st_length st_makeenvelope st_makepoint
  st_npoints st_overlaps st_perimeter st_point st_setsrid st_simplify st_srid st_touches st_transform st_union st_within
  st_x st_y geography geometry`

/** Those of extensions, which may lie in any schema. */
export const extensionFunctions: ReadonlySet<string> = new Set(extensions.split(/\s+/))

/** By bare name, in lower case. */
export const allowedFunctions: ReadonlySet<string> = new Set(
  [aggregates, windows, math, text, time, json, arrays, ranges, search, geometry, network, conditional, extensions]
    .join(' ')
    .split(/\s+/),
)
