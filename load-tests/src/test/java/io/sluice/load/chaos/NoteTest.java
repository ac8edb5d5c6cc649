package io.sluice.load.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NoteTest {
  @Test
  void aNoteIsTheSameOnTheOtherEndOfThePipe() {
    for (Note.Kind kind : Note.Kind.values()) {
      Note note = new Note(kind, 15, 300, 1_234_567, -42L, 1_800_000_000_123L, 1_800_000_000_045L);

      assertThat(note.encoded()).hasSize(Note.BYTES);
      assertThat(Note.decoded(note.encoded())).isEqualTo(note);
    }
  }

  @Test
  void aHistoryKeepsTheNotesOfEachTaskInTheirOrder() {
    long origin = 1_800_000_000_000L;
    History history = new History(1, 3, origin);
    Note start = new Note(Note.Kind.START, 1, 1, 2, 77L, origin + 20, origin + 10);
    Note end = new Note(Note.Kind.END, 1, 1, 2, 77L, origin + 40, origin + 10);
    history.add(5, end);
    history.add(4, new Note(Note.Kind.START, 1, 1, 0, 78L, origin, origin - 1));
    history.add(5, start);

    assertThat(history.of(2))
        .containsExactly(new History.Entry(5, start), new History.Entry(5, end));
    assertThat(history.of(1)).isEmpty();
    assertThat(history.of(0).get(0).note().claimedAt()).isEqualTo(origin - 1);
  }
}
