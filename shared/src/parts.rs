//! Several byte strings as one that says where each ends: what is signed, hashed and bound to a seal.

/// Joins parts, each with its length before it (four bytes, big-endian), so that no two lists of parts look alike.
pub fn join_parts(parts: &[&[u8]]) -> Vec<u8> {
    let mut joined = Vec::new();
    for part in parts {
        let length = u32::try_from(part.len()).expect("parts are short");
        joined.extend_from_slice(&length.to_be_bytes());
        joined.extend_from_slice(part);
    }
    joined
}
