package io.tallyman.event;

/**
 * One thing that is wrong with a configuration, a schema or a file, in the words of its reader.
 *
 * @param where the place: a key's path ({@code rollups.sales.where.country}) or a file and line
 * @param cause what is wrong there
 * @param remedy what to do about it
 */
public record Problem(String where, String cause, String remedy) {

  @Override
  public String toString() {
    return where + ": " + cause + "; " + remedy;
  }
}
