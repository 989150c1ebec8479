//! Work in three stages that overlap: while one piece is worked on, the one before is written and the next is read.

/// Calls `work` with each piece that `next` gives, and `take` with what comes of it, in order. Only `work` runs beside the
/// two others, so that these may keep a state.
///
/// # Errors
/// The first one of `take`.
pub(super) fn overlapped<T: Send, U: Send, E: Send>(
    mut next: impl FnMut() -> Option<T> + Send,
    work: impl Fn(T) -> U + Sync,
    mut take: impl FnMut(U) -> Result<(), E> + Send,
) -> Result<(), E> {
    let mut piece = next();
    let mut done: Option<U> = None;
    while let Some(current) = piece {
        let take_and_read = || {
            done.take().map_or(Ok(()), &mut take)?;
            Ok(next())
        };
        let (following, worked) = rayon::join(take_and_read, || work(current));
        (piece, done) = (following?, Some(worked));
    }
    done.map_or(Ok(()), take)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_taken_in_order() {
        let (mut numbers, mut taken) = (0..100, Vec::new());
        let take = |square: u32| {
            taken.push(square);
            if square < 2500 { Ok(()) } else { Err(square) }
        };
        assert_eq!(overlapped(|| numbers.next(), |number| number * number, take), Err(2500));
        assert_eq!(taken, (0..=50).map(|number| number * number).collect::<Vec<_>>());
    }
}
