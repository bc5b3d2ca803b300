package dev.lariat.io.cluster;

import dev.lariat.data.DataException;
import dev.lariat.data.Dataset;
import dev.lariat.data.stream.BlockSums;
import dev.lariat.io.stream.BlockRows;
import dev.lariat.io.stream.TravellingPieces;
import dev.lariat.io.stream.TravellingTable;
import dev.lariat.model.StreamedTrainer;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The side of a machine that adds up blocks of rows: opens the table once, however many threads ask. */
public final class RowWorker {
  /** The block that asks whether this machine could add up any. */
  public static final int HELLO = -1;

  /** By their texts: a machine may read several tables in its life. */
  private static final Map<String, TravellingTable> TABLES = new ConcurrentHashMap<>();
  private static final Map<String, TravellingPieces> PACKED = new ConcurrentHashMap<>();

  private RowWorker() {}

  /**
   * Answers.
   *
   * @param table {@link TravellingRows#text}
   * @param name of this machine, for people
   * @param asked which sums, as {@link BlockSums#writeAsked} wrote them; not looked at where nothing is to be added up
   * @param block the number of the block, or {@link #HELLO}
   */
  public static byte[] answer(String table, String name, byte[] asked, int block) {
    return answer(name, () -> {
      TravellingTable rows = TABLES.computeIfAbsent(table, text -> TravellingTable.of(checked(text)));
      return block == HELLO ? RowAnswer.of(_ -> {}) : sums(rows.specimen(), asked, rows, block);
    });
  }

  /**
   * Answers for rows that this machine has, packed.
   *
   * @param table {@link TravellingRows#text} of {@link TravellingPieces}
   * @param pieces of the block, in their order
   */
  public static byte[] answer(String table, String name, byte[] asked, int block, Iterator<byte[]> pieces) {
    return answer(name, () -> {
      TravellingPieces rows = PACKED.computeIfAbsent(table, text -> TravellingPieces.of(checked(text)));
      return sums(rows.specimen(), asked, new BlockRows() {
        @Override
        public <S> S sum(BlockSums<S> sums, int number) {
          return rows.sum(sums, number, pieces);
        }
      }, block);
    });
  }

  /** {@return the answer that says what the data lack} */
  public static byte[] refused(DataException why) {
    return RowAnswer.bytes(why);
  }

  /** What was asked, and may fail to be read. */
  private interface Answered {
    byte[] bytes() throws IOException;
  }

  private static byte[] answer(String name, Answered asked) {
    try {
      return asked.bytes();
    } catch (RefusedException | TravellingTable.AnotherException e) {
      return RowAnswer.REFUSED.bytes(name + " " + e.getMessage());
    } catch (UncheckedIOException e) {
      return RowAnswer.REFUSED.bytes(name + " " + e.getCause().getMessage());
    } catch (IOException e) {
      return RowAnswer.REFUSED.bytes(name + " cannot read what it was asked: " + e.getMessage());
    } catch (RuntimeException e) {
      return RowAnswer.bytes(e);
    } catch (LinkageError e) {
      return RowAnswer.REFUSED.bytes(name + " lacks a part of lariat, or has another version of it: " + e);
    }
  }

  /**
   * Throws what an answer to {@link #HELLO} says, unless the machine can add up rows.
   *
   * @throws UncheckedIOException if it refuses
   */
  public static void requireReady(byte[] answer) {
    RowAnswer.requireSums(answer);
  }

  /** What travels, unless this machine would not give the same bits. */
  private static String checked(String text) {
    TravellingRows travelling = TravellingRows.parse(text);
    Optional<String> why = Machine.here().refusal(travelling.machine());
    if (why.isPresent()) {
      throw new RefusedException(why.get());
    }
    return travelling.table();
  }

  private static byte[] sums(Dataset specimen, byte[] asked, BlockRows rows, int block) throws IOException {
    return written(rows, StreamedTrainer.asked(specimen, new DataInputStream(new ByteArrayInputStream(asked))), block);
  }

  private static <S> byte[] written(BlockRows rows, BlockSums<S> sums, int block) throws IOException {
    S made = rows.sum(sums, block);
    return RowAnswer.of(out -> sums.write(made, out));
  }
}
