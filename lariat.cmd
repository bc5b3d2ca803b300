@echo off
rem Starts Lariat on Windows. Nobody has run this file there yet (its tests interpret it elsewhere). If you do, please tell us what happened.
rem
rem   LARIAT_JAVA   the folder of the JDK to use; otherwise JAVA_HOME and PATH are tried
rem
rem In the archive of "mvn -Pimage package" it lies beside its own Java (runtime) and its jars (lib). In a clone it builds once, when there
rem is no target\dist, and not again when sources change: delete target\dist for that.
setlocal enableextensions
set "home=%~dp0"
if exist "%home%runtime\bin\java.exe" goto installed

set "jars=%home%target\dist"
set "extra="
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
if defined LARIAT_JAVA set "java=%LARIAT_JAVA%\bin\java"
"%java%" -version >nul 2>&1
if errorlevel 1 (
  echo lariat: needs a JDK 25 or later: install one ^(https://adoptium.net^), or set LARIAT_JAVA to its folder 1>&2
  exit /b 2
)
if exist "%jars%\built" goto built
where mvn >nul 2>&1
if errorlevel 1 (
  echo lariat: needs Maven ^(mvn^) to build itself 1>&2
  exit /b 2
)
pushd "%home%"
if not exist target mkdir target
call mvn -B -ntp -Pdist -Dquick -DskipTests -Dmaven.test.skip -pl cli -am package > target\dist.log 2>&1
if errorlevel 1 (
  popd
  echo lariat: could not be built; the log is in "%home%target\dist.log" 1>&2
  exit /b 70
)
popd
if exist "%jars%" rmdir /s /q "%jars%"
move "%home%target\dist.next" "%jars%" >nul
type nul > "%jars%\built"

:built
rem What --sql needs is large, and is fetched when it is asked for the first time.
if "%~1"=="run" goto start
:words
if [%1]==[] goto start
set "word=%~1"
if "%word%"=="--sql" goto sql
if "%word:~0,6%"=="--sql=" goto sql
shift /1
goto words

:sql
set "sql=%home%target\sql"
set "extra=;%home%target\sql\*"
if exist "%sql%\built" goto start
echo lariat: fetches DuckDB for --sql ^(85 MB^), once 1>&2
pushd "%home%"
if exist target\sql.next rmdir /s /q target\sql.next
call mvn -B -ntp -Psql,dist -Dquick -DskipTests -Dmaven.test.skip -pl sql -am package > target\sql.log 2>&1
if errorlevel 1 (
  popd
  echo lariat: DuckDB could not be fetched; the log is in "%home%target\sql.log" 1>&2
  exit /b 70
)
popd
if exist "%sql%" rmdir /s /q "%sql%"
move "%home%target\sql.next" "%sql%" >nul
type nul > "%sql%\built"
goto start

:installed
set "jars=%home%lib"
set "extra="
set "java=%home%runtime\bin\java"
if defined LARIAT_JAVA set "java=%LARIAT_JAVA%\bin\java"

:start
rem Java's line about the incubator module stays on the terminal here.
"%java%" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -XX:MaxRAMPercentage=75 -Dstdout.encoding=UTF-8 ^
  -Dstderr.encoding=UTF-8 -XX:+UseParallelGC --add-modules jdk.incubator.vector --add-exports jdk.compiler/com.sun.tools.javac.launcher=ALL-UNNAMED ^
  -cp "%jars%\*;%home%target\trees\*%extra%" dev.lariat.cli.Main %*
exit /b %errorlevel%
