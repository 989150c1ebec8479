//! Work on pieces side by side, which are read one by one, and whose results are taken in the order of the pieces.

use std::collections::BTreeMap;
use std::iter::Enumerate;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rayon::Scope;

/// Calls `work` with each of `pieces`, and `take` with each result, in order. Only `work` runs beside itself, on `most` threads
/// at most. A thread that is done goes on with the next piece at once, so that no thread waits for a slower one.
///
/// # Errors
/// The first one of `take`.
pub(super) fn overlapped<T, U: Send, E: Send>(
    most: usize,
    pieces: impl Iterator<Item = T> + Send,
    work: impl Fn(T) -> U + Sync,
    take: impl FnMut(U) -> Result<(), E> + Send,
) -> Result<(), E> {
    let workers = rayon::current_num_threads().min(most);
    let queue = PieceQueue {
        pieces: Mutex::new(pieces.enumerate()),
        work,
        finished: Mutex::new(FinishedPieces {
            by_number: BTreeMap::new(),
            next: 0,
            resting: 0,
            has_failed: false,
        }),
        taker: Mutex::new((take, Ok(()))),
        most_waiting: workers,
    };
    rayon::scope(|scope| (0..workers).for_each(|_| scope.spawn(|scope| queue.run(scope))));
    queue.take_finished();
    queue.taker.into_inner().unwrap_or_else(PoisonError::into_inner).1
}

/// Pieces on their way.
struct PieceQueue<I, W, K, U, E> {
    pieces: Mutex<Enumerate<I>>,
    work: W,
    finished: Mutex<FinishedPieces<U>>,
    /// The function that takes them, and its result so far.
    taker: Mutex<(K, Result<(), E>)>,
    /// So many results may wait for one that takes longer: they are in memory.
    most_waiting: usize,
}

/// The results that wait for those before them.
struct FinishedPieces<U> {
    by_number: BTreeMap<usize, U>,
    /// The number of the one that is taken next.
    next: usize,
    /// The number of workers that ended because too many results were waiting.
    resting: usize,
    has_failed: bool,
}

impl<U> FinishedPieces<U> {
    /// Returns true if so many wait for one that is being worked on that no other should be begun.
    fn are_too_many(&self, most: usize) -> bool {
        self.by_number.len() >= most && !self.by_number.contains_key(&self.next)
    }
}

impl<T, U, I, W, K, E> PieceQueue<I, W, K, U, E>
where
    U: Send,
    E: Send,
    I: Iterator<Item = T> + Send,
    W: Fn(T) -> U + Sync,
    K: FnMut(U) -> Result<(), E> + Send,
{
    /// Works on pieces until there are no more.
    fn run<'s>(&'s self, scope: &Scope<'s>) {
        while self.may_begin() {
            let piece = locked(&self.pieces).next();
            let Some((number, piece)) = piece else { return };
            let result = (self.work)(piece);
            locked(&self.finished).by_number.insert(number, result);
            self.take_finished();
            if self.ends_rest() {
                scope.spawn(|scope| self.run(scope));
            }
        }
    }

    /// Returns true if another piece may be begun. If not, this worker rests, and the slower ones go on without it.
    fn may_begin(&self) -> bool {
        let mut finished = locked(&self.finished);
        let rests = finished.are_too_many(self.most_waiting);
        finished.resting += usize::from(rests);
        !rests && !finished.has_failed
    }

    /// Returns true if a worker that rested can go on.
    fn ends_rest(&self) -> bool {
        let mut finished = locked(&self.finished);
        let ends = finished.resting > 0 && !finished.are_too_many(self.most_waiting);
        finished.resting -= usize::from(ends);
        ends
    }

    /// Takes the results that are next, unless another thread does.
    fn take_finished(&self) {
        let Ok(mut taker) = self.taker.try_lock() else { return };
        let (take, taken) = &mut *taker;
        while taken.is_ok()
            && let Some(result) = self.next_finished()
        {
            *taken = take(result);
        }
        if taken.is_err() {
            locked(&self.finished).has_failed = true;
        }
    }

    fn next_finished(&self) -> Option<U> {
        let mut finished = locked(&self.finished);
        let number = finished.next;
        let result = finished.by_number.remove(&number)?;
        finished.next += 1;
        Some(result)
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn pieces_are_taken_in_order_until_one_fails() {
        let mut taken = Vec::new();
        let take = |square: u32| {
            taken.push(square);
            if square < 2500 { Ok(()) } else { Err(square) }
        };
        let square = |number: u32| number * number;
        assert_eq!(overlapped(4, 0..100, square, take), Err(2500));
        assert_eq!(taken, (0..=50).map(|number| number * number).collect::<Vec<_>>());
    }

    /// Results that wait for a slow piece are in memory.
    #[test]
    fn few_results_wait_for_a_slow_piece() {
        let begun = AtomicUsize::new(0);
        let most = AtomicUsize::new(0);
        let work = |number: usize| {
            begun.fetch_add(1, Ordering::SeqCst);
            // The first piece takes until no other is begun any more.
            let mut before = 0;
            while number == 0 && before != begun.load(Ordering::SeqCst) {
                before = begun.load(Ordering::SeqCst);
                std::thread::sleep(std::time::Duration::from_millis(20));
            }
            if number == 0 {
                most.store(before, Ordering::SeqCst);
            }
            number
        };
        let mut taken = Vec::new();
        let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().expect("a pool of threads");
        let take = |number: usize| -> Result<(), ()> {
            taken.push(number);
            Ok(())
        };
        assert_eq!(pool.install(|| overlapped(3, 0..1000, work, take)), Ok(()));
        assert_eq!(taken, (0..1000).collect::<Vec<_>>());
        assert!(most.load(Ordering::SeqCst) < 10);
    }
}
