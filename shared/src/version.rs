//! Versions of the programs: three numbers.

/// Whether one version is older than another. What is no version is older than nothing, and nothing is older than it.
pub fn is_older(one: &str, other: &str) -> bool {
    matches!((read(one), read(other)), (Some(one), Some(other)) if one < other)
}

/// What comes before a version, as in `1.0.0-rc.1`, counts as that version.
fn read(version: &str) -> Option<[u64; 3]> {
    let numbers = version.split(['-', '+']).next()?;
    let mut read = [0; 3];
    let mut parts = numbers.split('.');
    for number in &mut read {
        *number = parts.next()?.parse().ok()?;
    }
    parts.next().is_none().then_some(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_number_by_number() {
        assert!(is_older("0.1.0", "0.2.0") && is_older("0.9.0", "0.10.0") && is_older("0.1.9", "1.0.0-rc.1"));
        assert!(!is_older("0.2.0", "0.2.0") && !is_older("1.0.0", "0.9.9"));
        assert!(!is_older("", "1.0.0") && !is_older("1.0", "1.0.1"));
        assert!(!is_older("1.0.0", "new") && !is_older("1.0.0.0", "2.0.0"));
    }
}
