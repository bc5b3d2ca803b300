package dev.lariat.data;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which columns to read, and as what: a model's own kinds, so that a new table is read as the training table was.
 *
 * @param fields in any order, names distinct
 */
public record Schema(List<Field> fields) {
  /**
   * One column to read.
   *
   * @param name the column's name
   * @param kind what it holds
   * @param dateOrder for dates how they are written, else null
   * @param required whether a table without the column is refused
   */
  public record Field(String name, ColumnKind kind, DateOrder dateOrder, boolean required) {
    /** Checks that a date has an order and nothing else has. */
    public Field {
      Objects.requireNonNull(name);
      if ((kind == ColumnKind.DATE) != (dateOrder != null)) {
        throw new IllegalArgumentException("column '" + name + "': kind " + kind + " with date order " + dateOrder);
      }
    }

    /** The field of a column that is there. */
    public static Field of(Column column, boolean required) {
      return switch (column) {
        case DateColumn date -> new Field(date.name(), ColumnKind.DATE, date.order(), required);
        case IdentifierColumn identifier -> of(identifier.values(), required);
        case NumericColumn _,SparseColumn _,CategoryColumn _,BooleanColumn _,TextColumn _,ConstantColumn _ ->
          new Field(column.name(), column.kind(), null, required);
      };
    }
  }

  /** Checks that names are distinct. */
  public Schema {
    fields = List.copyOf(fields);
    Set<String> names = new LinkedHashSet<>();
    for (Field field : fields) {
      if (!names.add(field.name())) {
        throw new IllegalArgumentException("column '" + field.name() + "' is there twice");
      }
    }
  }

  /** The fields of both, the other's kinds where both have one; required is what either requires. */
  public Schema and(Schema other) {
    Set<String> required = fields.stream().filter(Field::required).map(Field::name).collect(Collectors.toSet());
    Schema both = this;
    for (Field field : other.fields) {
      both = both.with(new Field(field.name(), field.kind(), field.dateOrder(),
          field.required() || required.contains(field.name())));
    }
    return both;
  }

  /** This schema and one more field; a field of the same name is replaced. */
  public Schema with(Field field) {
    List<Field> all = new ArrayList<>(fields);
    all.removeIf(old -> old.name().equals(field.name()));
    all.add(field);
    return new Schema(all);
  }
}
