
# --- What comes behind an option ------------------------------------------------------------------------------------------
# The words that it chooses from, or the columns of the table that is named; in a list after each comma, too, and after the
# equals sign of COLUMN=KIND. All else is left to the functions above.

# The columns of a text table, one a line, from its header. Names that would need quotes inside of a list are left out.
function _lariat_columns() {
  local line= rest name separator= each file
  # As it was typed: with quotes, backslashes, and a tilde.
  file=${1//\\/}
  file=${file#[\"\']}
  file=${file%[\"\']}
  case "$file" in '~/'*) file=$HOME/${file#??} ;; esac
  [ -f "$file" ] && [ -r "$file" ] || return
  case "$file" in
    *.gz) line=$(gzip -dc -- "$file" 2> /dev/null | grep -a -m 1 -v -e '^#' -e '^sep=') ;;
    *) line=$(LC_ALL=C grep -a -m 1 -v -e '^#' -e '^sep=' -- "$file" 2> /dev/null | tr -d '\000') ;;
  esac
  line=${line#$'\xef\xbb\xbf'}
  line=${line%$'\r'}
  # A zip (a model), Parquet, or a line that is no header.
  case "$line" in PK* | PAR1*) return ;; esac
  [ ${#line} -le 100000 ] || return
  for each in $'\t' ';' ',' '|'; do
    case "$line" in *"$each"*) separator=$each; break ;; esac
  done
  [ -n "$separator" ] || return
  rest=$line$separator
  while [ -n "$rest" ]; do
    case "$rest" in
      '"'*'"'"$separator"*)
        rest=${rest#\"}
        name=${rest%%\"$separator*}
        rest=${rest#*\"$separator}
        ;;
      *)
        name=${rest%%$separator*}
        rest=${rest#*$separator}
        ;;
    esac
    case "$name" in '' | *[,=\"]*) ;; *) printf '%s\n' "$name" ;; esac
  done
}

# Bash parts words at = and :, too: joins them again, into `joined`, as far as the word that is typed.
function _lariat_join() {
  local i word glue=
  joined=()
  for (( i = 0; i <= COMP_CWORD; i++ )); do
    word=${COMP_WORDS[i]}
    if [ ${#joined[@]} -gt 0 ] && { [ -n "$glue" ] || [ "$word" = = ] || [ "$word" = : ]; }; then
      joined[${#joined[@]}-1]=${joined[${#joined[@]}-1]}$word
    else
      joined[${#joined[@]}]=$word
    fi
    case "$word" in = | :) glue=yes ;; *) glue= ;; esac
  done
}

function _lariat() {
  local joined last word option value form words piece given end= lead candidate command i
  _lariat_join
  last=$(( ${#joined[@]} - 1 ))
  word=${joined[last]}
  command=${joined[1]}
  [ "$command" != explain ] || command="explain ${joined[2]}"
  case "$word" in
    --*=*) option=${word%%=*} value=${word#*=} ;;
    -*) option= ;;
    *) option=${joined[last-1]} value=$word ;;
  esac
  words=
  case "$option" in -*) words=$(_lariat_takes "$command $option") ;; esac
  if [ -z "$words" ]; then
    _complete_lariat
    return $?
  fi
  form=${words%%$'\n'*}
  words=${words#"$form"}
  # What is typed of the last item, and on which side of an equals sign.
  piece=$value
  case "$form" in *list*) piece=${piece##*,} ;; esac
  given=${value%"$piece"}
  case "$form,$piece" in
    word=,*=*) words= ;; # a list of strengths
    *=,*=*) piece=${piece##*=} form=word ;;
    *=,*) end== ;;
  esac
  case "$form" in
    column*)
      words=
      for (( i = 2; i < last; i++ )); do
        case "${joined[i]}" in -*) ;; *) words=$(_lariat_columns "${joined[i]}") ;; esac
        [ -z "$words" ] || break
      done
      ;;
  esac
  # Of the word as bash has it only the last part is replaced.
  value=${COMP_WORDS[COMP_CWORD]}
  case "$value" in = | :) value= ;; esac
  lead=${word%"$value"}
  word=${word%"$piece"}
  COMPREPLY=()
  while IFS= read -r candidate; do
    case ",$given" in *",$candidate,"* | *",$candidate="*) continue ;; esac # it is in the list
    [ -z "$candidate" ] || printf -v candidate %q "$candidate"
    case "$candidate" in '') ;; "$piece"*) candidate=$word$candidate$end; COMPREPLY[${#COMPREPLY[@]}]=${candidate#"$lead"} ;; esac
  done <<< "$words"
  if type compopt &> /dev/null; then
    compopt +o default
    case "$form$end" in *list* | *=) compopt -o nospace ;; esac
  fi
  return 0
}
complete -F _lariat -o default lariat lariat.sh lariat.bash
