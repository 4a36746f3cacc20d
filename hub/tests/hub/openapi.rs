//! The tablets' API as described to others. A change here is a change of the protocol: look at it twice.

#[test]
fn the_description_of_the_tablets_api_is_as_it_was() {
    let description = trykk_hub::api::description();
    insta::assert_snapshot!(serde_json::to_string_pretty(&description).unwrap());
}
